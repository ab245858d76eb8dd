namespace Reelmill.Core;

/// <summary>
/// Says why one item cannot go on. A stage throws it; the engine records it as the item's failure, and every
/// other item goes on.
/// </summary>
/// <remarks>Any other exception that leaves a stage is recorded with the code <c>internal_error</c>.</remarks>
public sealed class ItemException : Exception
{
    /// <summary>Makes the failure of one item.</summary>
    /// <param name="code">A stable name in snake case that machines compare, such as <c>not_media</c>.</param>
    /// <param name="message">What was being done, on which input, what was wrong and what to do next.</param>
    /// <param name="transient">Whether the same work may succeed when it is tried again.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public ItemException(string code, string message, bool transient = false, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        Code = code;
        IsTransient = transient;
    }

    /// <summary>The stable name of the failure.</summary>
    public string Code { get; }

    /// <summary>Whether the same work may succeed when it is tried again. Only then is it retried.</summary>
    /// <value>False by default.</value>
    public bool IsTransient { get; }

    /// <summary>How long the other side asked to be left alone (Retry-After), if it did.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
