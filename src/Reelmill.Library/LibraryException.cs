using Reelmill.Core;

namespace Reelmill.Library;

/// <summary>A library could not be opened, read or written. The failure concerns the whole library, not one item, and ends a run.</summary>
/// <remarks>
/// Codes: <c>library_in_use</c>, <c>library_not_found</c>, <c>not_a_library</c>, <c>library_newer</c>, <c>library_older</c>,
/// <c>library_read_only</c>, <c>library_damaged</c>, <c>library_io</c> (recent writes may be lost: stop),
/// <c>disk_full</c> (the same call may succeed once there is space), <c>record_refused</c>,
/// <c>item_unknown</c>, <c>item_running</c>, <c>item_not_running</c>, <c>run_unknown</c>, <c>artifact_missing</c>, <c>output_in_use</c>,
/// <c>output_not_ours</c>.
/// </remarks>
public sealed class LibraryException : PipelineException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">The stable error code, in snake case.</param>
    /// <param name="message">What failed, on what, why, and what to do next.</param>
    /// <param name="innerException">The cause; null when there is none.</param>
    public LibraryException(string code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }
}
