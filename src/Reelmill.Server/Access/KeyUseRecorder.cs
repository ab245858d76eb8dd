using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Reelmill.Server.Access;

/// <summary>Saves the times of last use of API keys once a minute and at shutdown, so that no request waits for the write.</summary>
internal sealed partial class KeyUseRecorder(ApiKeys keys, TimeProvider time, ILogger<KeyUseRecorder> log) : BackgroundService
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

    // A failed write, such as on a full disk, must not fail authentication.
    private async Task SaveAsync()
    {
        try
        {
            await keys.SaveUsesAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            NotSaved(log, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "could not save the last use of API keys: {Reason}")]
    private static partial void NotSaved(ILogger log, string reason);
}
