using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Reelmill.Server.Access;

/// <summary>Writes down once a minute, and at the end, when keys were last used: no request waits for it.</summary>
internal sealed partial class KeyUses(ApiKeys ring, TimeProvider time, ILogger<KeyUses> log) : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Step, time);
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await SaveAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await SaveAsync().ConfigureAwait(false);
        }
    }

    // A full disk must not lock anybody out.
    private async Task SaveAsync()
    {
        try
        {
            await ring.SaveUsesAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            NotSaved(log, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "when keys were last used could not be written down: {Reason}")]
    private static partial void NotSaved(ILogger log, string reason);
}
