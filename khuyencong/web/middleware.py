"""What every request passes: the content policy, the chosen language, and the view of the past."""
def content_security_policy(get_response):
    return get_response
def chosen_language(get_response):
    return get_response
def view_of_the_past(get_response):
    return get_response
