"""What tests stand on: services, rows that come back, a browser, and an honest account of what was left out."""
