from django import template

from cms.guides.addresses import guide_url

register = template.Library()
register.simple_tag(guide_url, name="guide_url")
