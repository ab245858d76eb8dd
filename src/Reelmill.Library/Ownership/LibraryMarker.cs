using System.Buffers;
using System.Text.Json;
using Reelmill.Library.Artifacts.Disk;

namespace Reelmill.Library.Ownership;

/// <summary>How far the library that a marker stands for has come.</summary>
internal enum MarkerState
{
    /// <summary>The library is complete.</summary>
    Ready,

    /// <summary>The catalog is being created; nothing was recorded yet.</summary>
    Creating,

    /// <summary>The catalog is being rebuilt.</summary>
    Repairing,
}

/// <summary>The file by which a folder says that it is a library, and which one.</summary>
/// <param name="Id">The library's id, which its catalog has too; null until the catalog has been created.</param>
/// <param name="State">How far the library has come.</param>
internal sealed record LibraryMarker(string? Id, MarkerState State)
{
    /// <summary>Where a repair that is under way puts the old catalog, below the library's folder; null when there is none.</summary>
    public string? Aside { get; init; }

    /// <summary>Whether that catalog is one of this library, whose records count.</summary>
    public bool IsOwn { get; init; }

    /// <summary>What a marker is called while it is written.</summary>
    public const string TemporaryName = $".{LibraryLayout.Marker}.tmp";

    private const string Format = "reelmill library";
    private const int Version = 1;
    private const int MostBytes = 4096;

    /// <summary>Reads a folder's marker.</summary>
    /// <returns>The marker; null when the file is none.</returns>
    public static LibraryMarker? Read(string folder)
    {
        var path = Path.Combine(folder, LibraryLayout.Marker);
        if (NativeFile.KindOf(path) != PathKind.File || new FileInfo(path).Length > MostBytes)
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
                    Aside = root.TryGetProperty("aside", out var aside) ? aside.GetString() : null,
                    IsOwn = root.TryGetProperty("own", out var own) && own.GetBoolean(),
                }
                : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Writes the marker; it is durable when the call returns.</summary>
    public void Write(string folder) => DiskArtifactStore.Guard("Writing the marker of", folder, () =>
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
        if (Aside is not null)
        {
            json.WriteString("aside", Aside);
            json.WriteBoolean("own", IsOwn);
        }

        json.WriteEndObject();
        json.Flush();
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
