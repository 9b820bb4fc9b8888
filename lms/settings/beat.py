"""What is done again and again. Each tick catches up with whatever was missed, so ticks that nobody took expire."""

CELERY_BEAT_SCHEDULE = {
    "sweep letters": {"task": "lms.notifications.tasks.sweep_letters", "schedule": 5, "options": {"expires": 5}},
    "letters that came back": {"task": "lms.notifications.tasks.read_bounces", "schedule": 300, "options": {"expires": 300}},
    "sweep certificates": {"task": "courses.certificates.tasks.sweep_certificates", "schedule": 20, "options": {"expires": 20}},
    "certificates that end": {"task": "courses.certificates.tasks.post_expiry_letters", "schedule": 3600, "options": {"expires": 3600}},
    "sweep prints": {"task": "courses.certificates.tasks.sweep_prints", "schedule": 20, "options": {"expires": 20}},
    "old prints": {"task": "courses.certificates.tasks.remove_old_prints", "schedule": 600, "options": {"expires": 600}},
    "sweep attempts": {"task": "courses.quizzes.tasks.sweep_attempts", "schedule": 20, "options": {"expires": 20}},
    "sweep question uploads": {"task": "courses.quizzes.tasks.sweep_question_uploads", "schedule": 3600, "options": {"expires": 3600}},
    "sweep regrades": {"task": "courses.quizzes.tasks.sweep_regrades", "schedule": 20, "options": {"expires": 20}},
    "promises of mentors": {"task": "courses.mentorship.tasks.keep_promises", "schedule": 300, "options": {"expires": 300}},
    "weeks of coordinators": {
        "task": "courses.mentorship.tasks.post_weeks_of_coordinators",
        "schedule": 1800,
        "options": {"expires": 1800},
    },
    "submissions to close": {"task": "courses.mentorship.tasks.close_submissions", "schedule": 3600, "options": {"expires": 3600}},
    "samples of reviews": {"task": "courses.supervision.tasks.draw_monthly_samples", "schedule": 3600, "options": {"expires": 3600}},
    "letters between supervisors and mentors": {
        "task": "courses.supervision.tasks.post_supervision_letters",
        "schedule": 300,
        "options": {"expires": 300},
    },
    "letters about consultations": {
        "task": "courses.consultations.tasks.post_consultation_letters",
        "schedule": 300,
        "options": {"expires": 300},
    },
    "letters about meetings": {"task": "courses.meetings.tasks.post_meeting_letters", "schedule": 300, "options": {"expires": 300}},
    "weekly letters": {"task": "courses.enrolment.tasks.post_weekly", "schedule": 600, "options": {"expires": 600}},
    "deadlines": {"task": "courses.enrolment.tasks.post_deadline_letters", "schedule": 3600, "options": {"expires": 3600}},
    "letters to the silent": {"task": "courses.enrolment.tasks.post_letters_to_the_silent", "schedule": 1800, "options": {"expires": 1800}},
    "invitations": {"task": "courses.enrolment.tasks.expire_invitations", "schedule": 3600, "options": {"expires": 3600}},
    "lists of invitations": {"task": "courses.enrolment.tasks.sweep_invitation_lists", "schedule": 20, "options": {"expires": 20}},
    "courses that became complete": {"task": "courses.enrolment.tasks.complete_due_courses", "schedule": 600, "options": {"expires": 600}},
    "letters to moderators": {"task": "cms.pages.tasks.post_moderation_letters", "schedule": 1800, "options": {"expires": 1800}},
}
