using System.Buffers;
using System.Text.Json;
using Reelmill.Library.Files;

namespace Reelmill.Library.Catalog.Ownership;

/// <summary>The state of the library that a marker identifies.</summary>
internal enum MarkerState
{
    /// <summary>The library is complete.</summary>
    Ready,

    /// <summary>The catalog is being created; it has no records yet.</summary>
    Creating,

    /// <summary>The catalog is being rebuilt.</summary>
    Repairing,
}

/// <summary>The file that marks a folder as a library and identifies it.</summary>
/// <param name="Id">The library's id, which the catalog repeats; null until the catalog has been created.</param>
/// <param name="State">The state of the library.</param>
internal sealed record LibraryMarker(string? Id, MarkerState State)
{
    /// <summary>The folder to which an unfinished repair moves the old catalog, relative to the library; null without a repair.</summary>
    public string? OldCatalogPath { get; init; }

    /// <summary>Whether the old catalog is this library's, so that the repair copies its records.</summary>
    public bool OwnsOldCatalog { get; init; }

    /// <summary>The file name of a marker while it is written.</summary>
    public const string TemporaryName = $".{LibraryLayout.Marker}.tmp";

    private const string Format = "reelmill library";
    private const int Version = 1;
    private const int MaxBytes = 4096;

    /// <summary>Reads the marker of a folder.</summary>
    /// <returns>The marker; null when the file is missing or is not a marker.</returns>
    public static LibraryMarker? Read(string folder)
    {
        var path = Path.Combine(folder, LibraryLayout.Marker);
        if (NativeFile.GetKind(path) != PathKind.File || new FileInfo(path).Length > MaxBytes)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            return root.GetProperty("format").GetString() == Format && root.GetProperty("version").GetInt32() == Version
                ? new(root.GetProperty("id").GetString(), Enum.Parse<MarkerState>(root.GetProperty("state").GetString() ?? string.Empty, ignoreCase: true))
                {
                    OldCatalogPath = root.TryGetProperty("aside", out var aside) ? aside.GetString() : null,
                    OwnsOldCatalog = root.TryGetProperty("own", out var own) && own.GetBoolean(),
                }
                : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Writes the marker. The file is durable when the call returns.</summary>
    public void Write(string folder) => DiskErrors.Guard("Writing the marker of", folder, () =>
    {
        var temporary = Path.Combine(folder, TemporaryName);
        File.WriteAllBytes(temporary, ToJson());
        NativeFile.Flush(temporary);
        File.Move(temporary, Path.Combine(folder, LibraryLayout.Marker), overwrite: true);
        NativeFile.Flush(folder);
    });

    private byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteNumber("version", Version);
        json.WriteString("id", Id);
        json.WriteString("state", State.ToString().ToLowerInvariant());
        if (OldCatalogPath is not null)
        {
            json.WriteString("aside", OldCatalogPath);
            json.WriteBoolean("own", OwnsOldCatalog);
        }

        json.WriteEndObject();
        json.Flush();
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
