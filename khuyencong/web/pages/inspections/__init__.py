"""Inspections and surveys: proposals, the year's plan, each trip's file, recommendations, conclusions about us."""
