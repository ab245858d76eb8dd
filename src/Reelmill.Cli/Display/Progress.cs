using Reelmill.Core.Reporting;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Cli.Display;

/// <summary>Shows the progress of a run. Implementations are thread-safe.</summary>
internal abstract class Progress : IProgress<RunEvent>, IProgress<ItemProgress>, IAsyncDisposable
{
    public abstract void Report(RunEvent value);

    public abstract void Report(ItemProgress value);

    /// <summary>Shows a note.</summary>
    public abstract void Note(string line);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Shows nothing.</summary>
internal sealed class SilentProgress : Progress
{
    public override void Report(RunEvent value)
    {
    }

    public override void Report(ItemProgress value)
    {
    }

    public override void Note(string line)
    {
    }
}
