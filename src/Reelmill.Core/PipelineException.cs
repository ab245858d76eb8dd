namespace Reelmill.Core;

/// <summary>
/// Says why the whole run cannot go on: a full disk, a lost catalog. A stage throws it to stop the pipeline;
/// what only one item suffers from is an <see cref="ItemException"/>.
/// </summary>
public class PipelineException : Exception
{
    /// <summary>Makes the failure of a run.</summary>
    /// <param name="code">A stable name in snake case that machines compare.</param>
    /// <param name="message">What was being done, what was wrong and what to do next.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public PipelineException(string code, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        Code = code;
    }

    /// <summary>The stable name of the failure.</summary>
    public string Code { get; }
}
