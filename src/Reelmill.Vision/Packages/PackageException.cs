using Reelmill.Core;

namespace Reelmill.Vision.Packages;

/// <summary>
/// A package could not be downloaded: <c>package_unreachable</c> (no network, or all registries refuse the request),
/// <c>package_missing</c> (no registry has the package, or the package lacks the file) or <c>package_changed</c> (the bytes
/// do not match the known hash).
/// </summary>
public sealed class PackageException : PipelineException
{
    internal PackageException(string code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }
}
