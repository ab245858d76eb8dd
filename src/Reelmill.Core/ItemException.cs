namespace Reelmill.Core;

/// <summary>
/// The failure of one item. A stage throws it; the engine records the item as failed and continues with all others.
/// </summary>
/// <remarks>Any other exception that leaves a stage is recorded with the code <c>internal_error</c>.</remarks>
public sealed class ItemException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">The stable error code, in snake case, such as <c>not_media</c>.</param>
    /// <param name="message">What failed, on which input, why, and what to do next.</param>
    /// <param name="transient">Whether a retry may succeed.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public ItemException(string code, string message, bool transient = false, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        Code = code;
        IsTransient = transient;
    }

    /// <summary>The stable error code.</summary>
    public string Code { get; }

    /// <summary>Whether a retry may succeed. Only transient failures are retried.</summary>
    /// <value>False by default.</value>
    public bool IsTransient { get; }

    /// <summary>The wait that the server asked for (Retry-After); null when it asked for none.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
