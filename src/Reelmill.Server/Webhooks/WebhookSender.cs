using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reelmill.Library.Webhooks;
using Reelmill.Server.Http;

namespace Reelmill.Server.Webhooks;

/// <summary>
/// Delivers events to webhooks at least once. The queue is in the catalog and survives a killed process. All attempts at
/// a message have the same id, so that receivers can deduplicate.
/// </summary>
internal sealed partial class WebhookSender(WebhookStore store, WebhookClient client, ServerOptions options, TimeProvider time, ILogger<WebhookSender> log) : BackgroundService
{
    private const int MaxConcurrent = 16;

    // A receiver that does not answer must not take all slots.
    private const int MaxConcurrentPerWebhook = 4;
    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan FaultDelay = TimeSpan.FromMinutes(1);
    private readonly MonotonicClock _clock = new(time);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Enqueues a message for every webhook that subscribes to the event. Once the call returns, delivery is guaranteed to be attempted.</summary>
    /// <param name="type">One of <see cref="WebhookEvents"/>.</param>
    /// <param name="job">The id of the job that the event is about.</param>
    /// <param name="data">The job, as JSON.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public async Task EnqueueAsync(string type, string job, string data, CancellationToken cancellationToken)
    {
        if (await store.EnqueueAsync(type, job, data, cancellationToken).ConfigureAwait(false) > 0)
        {
            Wake();
        }
    }

    /// <summary>Signals that the queue has a new message.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SendDueAsync(stoppingToken).ConfigureAwait(false);
                await WaitAsync(await WaitTimeAsync(stoppingToken).ConfigureAwait(false), stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
            catch (Exception e)
            {
                // A message whose delivery was not recorded is sent again, after a pause.
                Stuck(log, e.Message);
                await Task.Delay(FaultDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task SendDueAsync(CancellationToken cancellationToken)
    {
        while (await store.DueAsync(MaxConcurrentPerWebhook, MaxConcurrent, cancellationToken).ConfigureAwait(false) is [_, ..] due)
        {
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrent, CancellationToken = cancellationToken }, SendAsync).ConfigureAwait(false);
        }
    }

    private async ValueTask SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(delivery.Webhook, cancellationToken).ConfigureAwait(false) is not { } webhook)
        {
            return;
        }

        var attempt = await client.SendAsync(webhook, delivery, cancellationToken).ConfigureAwait(false);
        var (state, next) = WebhookRetry.Schedule(delivery.Attempts.Count, attempt, Random.Shared.NextDouble());
        await store.RecordAsync(delivery, attempt, state, next, CancellationToken.None).ConfigureAwait(false);
        if (attempt.Error is { } error)
        {
            Failed(log, delivery.Id, webhook.Id, delivery.Attempts.Count + 1, error);
        }
    }

    private async Task<TimeSpan> WaitTimeAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await store.ForgetAsync(_clock.NowMs - (long)options.KeepJobs.TotalMilliseconds, cancellationToken).ConfigureAwait(false);
        var next = await store.NextDueAsync(cancellationToken).ConfigureAwait(false) ?? now + (long)MaxWait.TotalMilliseconds;
        return WebhookStore.IsDue(next, now) ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Min(next - now, (long)MaxWait.TotalMilliseconds));
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var due = new CancellationTokenSource(wait, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(due.Token, cancellationToken);
        try
        {
            await _wake.Reader.ReadAsync(linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The next message is due.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "message {Message} to webhook {Webhook}, attempt {Attempt}: {Error}")]
    private static partial void Failed(ILogger log, string message, string webhook, int attempt, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "could not read or update the webhook queue, retrying in a minute: {Reason}")]
    private static partial void Stuck(ILogger log, string reason);
}
