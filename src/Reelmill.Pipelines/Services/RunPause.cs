namespace Reelmill.Pipelines.Services;

/// <summary>A run waits for space on a disk, or goes on.</summary>
/// <param name="Text">For a person, in one line.</param>
/// <param name="IsOver">Whether the run goes on.</param>
public readonly record struct RunPause(string Text, bool IsOver);
