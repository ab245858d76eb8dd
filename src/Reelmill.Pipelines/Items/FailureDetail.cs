using Reelmill.Core.Reporting;
using Reelmill.Core.Running;
using Reelmill.Processes;

namespace Reelmill.Pipelines.Items;

/// <summary>More about a failure than its message says.</summary>
internal static class FailureDetail
{
    /// <summary>The last that a process said on stderr before it failed; null when no process is to blame.</summary>
    public static string? Of(ItemFailure failure)
    {
        for (var cause = failure.Exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is ProcessFailedException { ErrorTail.Length: > 0 } process)
            {
                return DisplayText.Sanitize(process.ErrorTail);
            }
        }

        return null;
    }
}
