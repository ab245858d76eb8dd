using Reelmill.Core;

namespace Reelmill.Library;

/// <summary>Says why a library cannot be opened, read or written. It concerns the whole library, not one item, so it ends a run.</summary>
/// <remarks>
/// Codes: <c>library_in_use</c>, <c>library_not_found</c>, <c>not_a_library</c>, <c>library_newer</c>, <c>library_older</c>,
/// <c>library_read_only</c>, <c>library_damaged</c>, <c>library_io</c> (what was written cannot be trusted: stop),
/// <c>disk_full</c> (the same call may succeed once there is space), <c>record_refused</c>,
/// <c>item_unknown</c>, <c>item_running</c>, <c>item_not_running</c>, <c>run_unknown</c>, <c>artifact_missing</c>, <c>output_in_use</c>,
/// <c>output_not_ours</c>.
/// </remarks>
public sealed class LibraryException : PipelineException
{
    /// <summary>Makes the failure of a library.</summary>
    /// <param name="code">A stable name in snake case that machines compare.</param>
    /// <param name="message">What was being done, on what, what was wrong and what to do next.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public LibraryException(string code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }
}
