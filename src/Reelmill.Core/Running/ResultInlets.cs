using System.Threading.Channels;

namespace Reelmill.Core.Running;

/// <summary>Behind the last stage: results go to the caller as they come; a slow caller slows the pipeline.</summary>
internal sealed class ResultInlet<T>(ChannelWriter<T> results, CancellationToken cancelled) : Inlet<T>
{
    public override async ValueTask WriteAsync(Envelope<T> envelope)
    {
        envelope.Item.Reach();
        if (!results.TryWrite(envelope.Value))
        {
            await results.WriteAsync(envelope.Value, cancelled).ConfigureAwait(false);
        }

        await envelope.Item.ReleaseAsync().ConfigureAwait(false);
    }
}

/// <summary>Behind the last stage: keeps an item's results together until the item has ended.</summary>
internal sealed class CollectInlet<T> : Inlet<T>
{
    public override ValueTask WriteAsync(Envelope<T> envelope)
    {
        var item = envelope.Item;
        item.Reach();
        lock (item)
        {
            ((List<Envelope<T>>)(item.Results ??= new List<Envelope<T>>())).Add(envelope);
        }

        return item.ReleaseAsync();
    }
}
