using Reelmill.Core;

namespace Reelmill.Library.Publishing;

/// <summary>The failures of publishing.</summary>
internal static class PublishErrors
{
    /// <summary>The code when a target could not be read or written.</summary>
    public const string Failed = "publish_failed";

    /// <summary>The code when a stream must not be published as it is.</summary>
    public const string Refused = "publish_refused";

    public static ItemException Refuse(string id, string what, Exception? inner = null) =>
        new(Refused, $"Publishing {id}: {what}", innerException: inner);
}
