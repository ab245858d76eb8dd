using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reelmill.Library.Webhooks;
using Reelmill.Server.Http;

namespace Reelmill.Server.Webhooks;

/// <summary>
/// Tells webhooks of what happens. What was enqueued is in the catalog and is sent at least once, also by the next
/// process when this one is killed; every attempt has the same id, so that receivers can tell.
/// </summary>
internal sealed partial class WebhookSender(WebhookStore store, WebhookPost post, ServerOptions options, TimeProvider time, ILogger<WebhookSender> log) : BackgroundService
{
    private const int AtOnce = 16;

    // One that does not answer takes no more places than these.
    private const int AtOnceToOne = 4;
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromMinutes(1);
    private readonly SteadyClock _clock = new(time);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Writes a message down for every webhook that wants the event; when it returns, the message is sent whatever happens.</summary>
    /// <param name="type">One of <see cref="WebhookEvents"/>.</param>
    /// <param name="job">The id of the job.</param>
    /// <param name="data">The job, as JSON.</param>
    /// <param name="cancellationToken">Stops the wait for other writes.</param>
    public async Task EnqueueAsync(string type, string job, string data, CancellationToken cancellationToken)
    {
        if (await store.EnqueueAsync(type, job, data, cancellationToken).ConfigureAwait(false) > 0)
        {
            Wake();
        }
    }

    /// <summary>Looks for what is due: something was added.</summary>
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
                // What was sent and not written down is sent again, but not at once.
                Stuck(log, e.Message);
                await Task.Delay(AfterFault, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task SendDueAsync(CancellationToken cancellationToken)
    {
        while (await store.DueAsync(AtOnceToOne, AtOnce, cancellationToken).ConfigureAwait(false) is [_, ..] due)
        {
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, SendAsync).ConfigureAwait(false);
        }
    }

    private async ValueTask SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(delivery.Webhook, cancellationToken).ConfigureAwait(false) is not { } webhook)
        {
            return;
        }

        var attempt = await post.SendAsync(webhook, delivery, cancellationToken).ConfigureAwait(false);
        var (state, next) = WebhookRetry.After(delivery.Attempts.Count, attempt, Random.Shared.NextDouble());
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
        var next = await store.NextDueAsync(cancellationToken).ConfigureAwait(false) ?? now + (long)LongestWait.TotalMilliseconds;
        return WebhookStore.IsDue(next, now) ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Min(next - now, (long)LongestWait.TotalMilliseconds));
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        using var due = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, cancellationToken);
        try
        {
            await _wake.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The next message is due.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "message {Message} to webhook {Webhook}, attempt {Attempt}: {Error}")]
    private static partial void Failed(ILogger log, string message, string webhook, int attempt, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "webhooks wait for the library: {Reason}")]
    private static partial void Stuck(ILogger log, string reason);
}
