namespace Reelmill.Core;

/// <summary>
/// The failure of a whole run, such as a full disk or a lost catalog. A stage throws it to end the run. The failure of a
/// single item is an <see cref="ItemException"/>.
/// </summary>
public class PipelineException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">The stable error code, in snake case.</param>
    /// <param name="message">What failed, why, and what to do next.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public PipelineException(string code, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        Code = code;
    }

    /// <summary>The stable error code.</summary>
    public string Code { get; }
}
