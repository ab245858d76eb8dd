namespace Reelmill.Library.Vectors;

/// <summary>Describes the image or frame that a vector was made from. Each string has at most 16 KiB of UTF-8 and no NUL.</summary>
/// <param name="Source">The file or URL of the image or video.</param>
/// <param name="TimeMs">The frame's time in milliseconds from the start of the source, 0 or more; null for an image.</param>
/// <param name="Path">The path of the image file below the library folder; null when none was kept. An empty path counts as null.</param>
/// <param name="Fields">Additional fields, such as a label; at most 64. Null for none.</param>
public sealed record VectorMetadata(
    string Source, long? TimeMs = null, string? Path = null, IReadOnlyDictionary<string, string>? Fields = null)
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Additional fields, by name.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = Fields ?? None;
}
