using Reelmill.Core.Reporting;
using Reelmill.Core.Running;
using Reelmill.Processes;

namespace Reelmill.Pipelines.Items;

/// <summary>Extracts the details of a failure that its message leaves out.</summary>
internal static class FailureDetail
{
    /// <summary>Returns the last lines that the failed process wrote to stderr; null when no process caused the failure.</summary>
    public static string? FindStderr(ItemFailure failure)
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
