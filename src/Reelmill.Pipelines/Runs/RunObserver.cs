using Reelmill.Core.Reporting;

namespace Reelmill.Pipelines.Runs;

/// <summary>Who is told what happens in a run. All are called from any worker: be quick and thread-safe.</summary>
/// <param name="Events">Told every event of the pipeline; nobody when null.</param>
/// <param name="OnNote">Told remarks for a person, a line each; nobody when null.</param>
/// <param name="Items">Told how far single items are; nobody when null.</param>
public sealed record RunObserver(IProgress<RunEvent>? Events = null, Action<string>? OnNote = null, IProgress<ItemProgress>? Items = null);
