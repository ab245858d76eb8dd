using Reelmill.Core;

namespace Reelmill.Vision.Packages;

/// <summary>
/// A package could not be fetched: <c>package_unreachable</c> (no network, or every registry refuses),
/// <c>package_missing</c> (no registry has it, or it lacks the file) or <c>package_changed</c> (its bytes are not those
/// that are known).
/// </summary>
public sealed class PackageException : PipelineException
{
    internal PackageException(string code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }
}
