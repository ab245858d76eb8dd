namespace Reelmill.Pipelines.Services;

/// <summary>A notice that a run pauses for disk space, or resumes.</summary>
/// <param name="Text">The notice for the user, in one line.</param>
/// <param name="IsOver">Whether the run resumes.</param>
public readonly record struct RunPause(string Text, bool IsOver);
