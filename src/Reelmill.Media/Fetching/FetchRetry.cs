using Polly;
using Polly.Retry;
using Reelmill.Core;

namespace Reelmill.Media.Fetching;

/// <summary>Creates the retry policy for downloads that fail with transient errors.</summary>
public static class FetchRetry
{
    /// <summary>The longest Retry-After to wait for. A server that asks for more is not retried in this run.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Creates a pipeline that retries transient <see cref="ItemException"/>s only: exponential backoff with jitter from 0.5 to
    /// 30 seconds, or the server's Retry-After of up to 60 seconds.
    /// </summary>
    /// <param name="tries">The number of attempts in all, at least 1.</param>
    /// <param name="time">The clock of the delays.</param>
    /// <returns>A thread-safe pipeline.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tries"/> is below 1.</exception>
    public static ResiliencePipeline Create(int tries, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tries, 1);
        if (tries == 1)
        {
            return ResiliencePipeline.Empty;
        }

        var retry = new RetryStrategyOptions
        {
            Name = "fetch",
            MaxRetryAttempts = tries - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromSeconds(0.5),
            MaxDelay = TimeSpan.FromSeconds(30),
            ShouldHandle = static arguments => ValueTask.FromResult(ShouldRetry(arguments.Outcome.Exception)),
            DelayGenerator = static arguments => ValueTask.FromResult((arguments.Outcome.Exception as ItemException)?.RetryAfter),
        };
        return new ResiliencePipelineBuilder { TimeProvider = time, Name = "fetch" }.AddRetry(retry).Build();
    }

    private static bool ShouldRetry(Exception? exception) =>
        exception is ItemException { IsTransient: true } failure && (failure.RetryAfter ?? TimeSpan.Zero) <= MaxRetryAfter;
}
