using System.Threading.Channels;

namespace Reelmill.Core.Running;

/// <summary>Behind the last stage: results go to the caller as they come; a slow caller slows the pipeline.</summary>
internal sealed class ResultInlet<T>(ChannelWriter<T> results, CancellationToken cancelled) : Inlet<T>
{
    public override ValueTask WriteAsync(Envelope<T> envelope)
    {
        if (!results.TryWrite(envelope.Value))
        {
            return WaitAndWriteAsync(envelope);
        }

        return envelope.Item.ReachAsync();
    }

    private async ValueTask WaitAndWriteAsync(Envelope<T> envelope)
    {
        try
        {
            await results.WriteAsync(envelope.Value, cancelled).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            envelope.Discard();
            return;
        }

        await envelope.Item.ReachAsync().ConfigureAwait(false);
    }
}

/// <summary>Behind the last stage: keeps an item's results together until the item has ended.</summary>
internal sealed class CollectInlet<T> : Inlet<T>
{
    public override ValueTask WriteAsync(Envelope<T> envelope)
    {
        envelope.Item.Collect(envelope);
        return envelope.Item.ReachAsync();
    }
}
