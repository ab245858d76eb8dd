using System.Text.Json.Serialization;

namespace Reelmill.Media.Hls.Checking;

/// <summary>The severity of a rule.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HlsSeverity>))]
public enum HlsSeverity
{
    /// <summary>A warning: players cope, but playback may suffer.</summary>
    [JsonStringEnumMemberName("SHOULD")]
    Should,

    /// <summary>A failure: the specification demands it, or players break.</summary>
    [JsonStringEnumMemberName("MUST")]
    Must,
}
