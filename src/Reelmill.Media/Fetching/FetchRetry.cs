using Polly;
using Polly.Retry;
using Reelmill.Core;

namespace Reelmill.Media.Fetching;

/// <summary>Makes the policy by which a download that failed for a transient reason is tried again.</summary>
public static class FetchRetry
{
    /// <summary>The longest Retry-After that is waited for. A server that asks for more is not asked again in this run.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Makes a pipeline that retries <see cref="ItemException"/>s that are transient, and nothing else: exponential
    /// backoff with jitter from 0.5 to 30 seconds, or the server's Retry-After when it gave one of up to 60 seconds.
    /// </summary>
    /// <param name="tries">How often the work is done in all, from 1.</param>
    /// <param name="time">The clock of the waits.</param>
    /// <returns>A pipeline that is safe for use by many threads.</returns>
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
            ShouldHandle = static arguments => ValueTask.FromResult(IsWorthAnotherTry(arguments.Outcome.Exception)),
            DelayGenerator = static arguments => ValueTask.FromResult((arguments.Outcome.Exception as ItemException)?.RetryAfter),
        };
        return new ResiliencePipelineBuilder { TimeProvider = time, Name = "fetch" }.AddRetry(retry).Build();
    }

    private static bool IsWorthAnotherTry(Exception? exception) =>
        exception is ItemException { IsTransient: true } failure && (failure.RetryAfter ?? TimeSpan.Zero) <= MaxRetryAfter;
}
