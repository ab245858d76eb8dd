namespace Reelmill.Pipelines.Items.Tar;

/// <summary>A member of a tar archive, or a damaged place in the archive.</summary>
/// <param name="Name">The member's name; empty for a damaged place between members.</param>
/// <param name="Offset">The offset of the member's data in the archive, in bytes.</param>
/// <param name="Length">The length of the data, in bytes.</param>
internal readonly record struct TarMember(string Name, long Offset, long Length)
{
    /// <summary>The longest accepted name, in bytes: the system's limit for paths.</summary>
    private const int MaxNameBytes = 4096;
    private const int ShownBytes = 200;

    /// <summary>What is wrong with the member; null when nothing is.</summary>
    public string? Fault { get; init; }

    public static TarMember CreateDamage(string fault) => new(string.Empty, 0, 0) { Fault = fault };

    /// <summary>Creates a member from the bytes of its name. A name that is not valid text is shown with the bytes outside printable ASCII as <c>\xNN</c>.</summary>
    public static TarMember Create(byte[] name, long offset, long length)
    {
        var text = name.Length <= MaxNameBytes ? TarHeader.DecodeName(name) : null;
        return text is { Length: > 0 }
            ? new TarMember(text, offset, length)
            : new TarMember(Escape(name), offset, length) { Fault = name.Length == 0 ? "it has no name" : "its name is not UTF-8 of up to 4096 bytes" };
    }

    private static string Escape(byte[] name)
    {
        // The end of a name has the extension, which tells what the member claims to be.
        var shown = name.Length > ShownBytes ? name.AsSpan(name.Length - ShownBytes) : name;
        return string.Concat(shown.ToArray().Select(static b => b is >= 0x20 and < 0x7f and not (byte)'\\' ? ((char)b).ToString() : $"\\x{b:x2}"));
    }
}
