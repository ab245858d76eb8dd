using System.Text.Encodings.Web;
using System.Text.Json;

namespace Reelmill.Library.Catalog;

/// <summary>The options of JSON that people read.</summary>
internal static class ReadableJson
{
    /// <summary>Keeps names in any script readable. The output is never embedded in HTML.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
