namespace Reelmill.Core.Reporting;

/// <summary>What one worker counts. One worker writes; anybody may read a slightly stale picture.</summary>
internal sealed class StageMeter(string stage, TimeProvider time)
{
    public string Stage => stage;

    public WorkerClock Clock { get; } = new(time);

    public long In { get; set; }

    public long Out { get; set; }

    public long Dropped { get; set; }

    public long Failed { get; set; }

    public long Retried { get; set; }

    /// <summary>Times a wait for output; one that is over already costs nothing.</summary>
    public ValueTask BlockAsync(ValueTask wait) => wait.IsCompletedSuccessfully ? ValueTask.CompletedTask : TimeAsync(wait);

    private async ValueTask TimeAsync(ValueTask wait)
    {
        Clock.Block();
        try
        {
            await wait.ConfigureAwait(false);
        }
        finally
        {
            Clock.Resume();
        }
    }
}
