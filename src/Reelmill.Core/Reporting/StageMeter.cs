namespace Reelmill.Core.Reporting;

/// <summary>The counters of one worker. Only that worker writes; any thread may read slightly stale values.</summary>
internal sealed class StageMeter(string stage, TimeProvider time)
{
    public string Stage => stage;

    public WorkerClock Clock { get; } = new(time);

    public long In { get; set; }

    public long Out { get; set; }

    public long Dropped { get; set; }

    public long Failed { get; set; }

    public long Retried { get; set; }

    /// <summary>Counts a wait for output as blocked time. A completed wait costs nothing.</summary>
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
