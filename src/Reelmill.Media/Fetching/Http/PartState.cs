using System.Net.Http.Headers;
using System.Text.Json.Serialization;

namespace Reelmill.Media.Fetching.Http;

/// <summary>The state of an interrupted download that resuming needs, stored beside the bytes.</summary>
/// <param name="Source">The hash of the URL. The URL may hold secrets, which must not be written to disk.</param>
/// <param name="Url">The redacted URL.</param>
/// <param name="ETag">The strong entity tag of the bytes; null when the server sent none.</param>
/// <param name="LastModified">The modification time from the server; null when it sent none.</param>
/// <param name="Length">The size of the whole file in bytes; null when the server does not declare it.</param>
/// <param name="MediaType">The media type from the server.</param>
internal sealed record PartState(string Source, string Url, string? ETag, DateTimeOffset? LastModified, long? Length, string? MediaType)
{
    [JsonIgnore]
    public bool CanResume => ETag is not null || LastModified is not null;

    /// <summary>Sets the headers that request the bytes from the offset on if the version is unchanged, otherwise all bytes.</summary>
    public void RequestRest(HttpRequestHeaders headers, long offset)
    {
        headers.Range = new RangeHeaderValue(offset, null);
        headers.IfRange = ETag is null ? new RangeConditionHeaderValue(LastModified!.Value) : new RangeConditionHeaderValue(ETag);
    }

    /// <summary>Whether a partial response continues these bytes.</summary>
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
