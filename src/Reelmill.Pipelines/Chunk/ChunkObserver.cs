using Reelmill.Core.Reporting;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Who is told what happens in a run. All are called from any worker: be quick and thread-safe.</summary>
/// <param name="Events">Told every <see cref="ChunkEvent"/>; nobody when null.</param>
/// <param name="Engine">Told every event of the engine below, such as for a table of its stages; nobody when null.</param>
/// <param name="OnNote">Told remarks for a person, a line each; nobody when null.</param>
public sealed record ChunkObserver(IProgress<ChunkEvent>? Events = null, IProgress<RunEvent>? Engine = null, Action<string>? OnNote = null)
{
    /// <summary>Told when the run pauses because a disk is full, and when it goes on; <see cref="OnNote"/> is told when null.</summary>
    public Action<RunPause>? OnPause { get; init; }
}
