"""Plans, objectives, activities, milestones and indicators."""
