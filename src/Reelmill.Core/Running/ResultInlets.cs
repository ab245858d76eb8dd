using System.Threading.Channels;

namespace Reelmill.Core.Running;

/// <summary>The inlet after the last stage that streams results to the caller. A slow caller slows down the pipeline.</summary>
internal sealed class ResultInlet<T>(ChannelWriter<T> results, CancellationToken cancelled) : Inlet<T>
{
    public override ValueTask WriteAsync(Envelope<T> envelope)
    {
        if (!results.TryWrite(envelope.Value))
        {
            return WaitAndWriteAsync(envelope);
        }

        return envelope.Item.ReachEndAsync();
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

        await envelope.Item.ReachEndAsync().ConfigureAwait(false);
    }
}

/// <summary>The inlet after the last stage that collects an item's results until the item has ended.</summary>
internal sealed class CollectInlet<T> : Inlet<T>
{
    public override ValueTask WriteAsync(Envelope<T> envelope)
    {
        envelope.Item.Collect(envelope);
        return envelope.Item.ReachEndAsync();
    }
}
