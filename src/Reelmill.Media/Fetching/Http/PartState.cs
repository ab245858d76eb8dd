using System.Net.Http.Headers;
using System.Text.Json.Serialization;

namespace Reelmill.Media.Fetching.Http;

/// <summary>What must be known of a broken download to go on with it: kept beside its bytes.</summary>
/// <param name="Source">The hash of the URL. The URL itself may hold secrets, which do not belong on a disk.</param>
/// <param name="Url">The URL as it is shown to people.</param>
/// <param name="ETag">The version of the bytes, if the server names one that is strong.</param>
/// <param name="LastModified">When they changed, if the server says so.</param>
/// <param name="Length">How many there are in all; null when the server does not say.</param>
/// <param name="MediaType">The media type that the server gave.</param>
internal sealed record PartState(string Source, string Url, string? ETag, DateTimeOffset? LastModified, long? Length, string? MediaType)
{
    [JsonIgnore]
    public bool CanResume => ETag is not null || LastModified is not null;

    /// <summary>Asks for the bytes from the offset on, if they are still of this version, and else for all of them.</summary>
    public void AskForRest(HttpRequestHeaders headers, long offset)
    {
        headers.Range = new RangeHeaderValue(offset, null);
        headers.IfRange = ETag is null ? new RangeConditionHeaderValue(LastModified!.Value) : new RangeConditionHeaderValue(ETag);
    }

    /// <summary>Whether a partial answer continues these bytes.</summary>
    public bool IsContinuedBy(HttpResponseMessage response, long offset)
    {
        var range = response.Content.Headers.ContentRange;
        return range is { Unit: "bytes", From: { } from } && from == offset
            && (Length is null || range.Length is null || range.Length == Length)
            && (ETag is null || response.Headers.ETag is null || response.Headers.ETag.Tag == ETag);
    }
}

[JsonSerializable(typeof(PartState))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class PartJson : JsonSerializerContext;
