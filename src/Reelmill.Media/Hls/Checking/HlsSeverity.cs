using System.Text.Json.Serialization;

namespace Reelmill.Media.Hls.Checking;

/// <summary>How much a rule binds.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HlsSeverity>))]
public enum HlsSeverity
{
    /// <summary>A warning: players cope, viewers may not like it.</summary>
    [JsonStringEnumMemberName("SHOULD")]
    Should,

    /// <summary>A failure: the specification demands it, or players break.</summary>
    [JsonStringEnumMemberName("MUST")]
    Must,
}
