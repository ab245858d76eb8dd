using Reelmill.Core;

namespace Reelmill.Library.Publishing;

/// <summary>The error codes of publishing.</summary>
internal static class PublishErrors
{
    /// <summary>The error code for a target that could not be read or written.</summary>
    public const string FailedCode = "publish_failed";

    /// <summary>The error code for a stream that must not be published as it is.</summary>
    public const string RefusedCode = "publish_refused";

    public static ItemException Refuse(string id, string problem, Exception? inner = null) =>
        new(RefusedCode, $"Publishing {id}: {problem}", innerException: inner);
}
