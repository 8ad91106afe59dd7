"""The only writers of the action plan, by noun: plans and objectives, activities, their measures, programmes."""
