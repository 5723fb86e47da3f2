"""Signing in and out, and the pages shown when something cannot be shown."""
from django.http import HttpResponse
def forbidden(request, exception=None): return HttpResponse("403", status=403)
def not_found(request, exception=None): return HttpResponse("404", status=404)
def broken(request): return HttpResponse("500", status=500)
def locked_out(request, credentials, *args, **kwargs): return HttpResponse("429", status=429)
