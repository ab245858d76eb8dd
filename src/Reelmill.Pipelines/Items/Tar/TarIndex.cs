using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items.Tar;

/// <summary>The contents of an archive: images, the texts that describe them, and faults. Holds offsets, not the members' bytes.</summary>
internal sealed class TarIndex
{
    private const int MaxMembers = 1_000_000;

    private static readonly HashSet<string> TextExtensions = new(StringComparer.OrdinalIgnoreCase) { ".json", ".txt", ".cls", ".caption" };

    private readonly Dictionary<string, TarMember> _images = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly Dictionary<string, List<TarMember>> _texts = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    /// <summary>The change stamp of the archive when it was read.</summary>
    public required FileStamp Stamp { get; init; }

    /// <summary>The images in archive order, including those with a fault. Of several members with one name, the last counts.</summary>
    public IEnumerable<TarMember> Images => _order.Select(name => _images[name]);

    /// <summary>The faults of the archive itself.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Scans an archive.</summary>
    /// <exception cref="IOException">The archive cannot be read.</exception>
    /// <exception cref="ItemException"><c>not_found</c>, <c>unreadable</c>, <c>not_media</c>: the archive cannot be opened.</exception>
    public static TarIndex Read(string archive)
    {
        using var file = LocalFile.OpenRead("Reading the archive", archive, bufferSize: 0);
        var stamp = RegularFile.GetStamp(file.SafeFileHandle);
        var index = new TarIndex { Stamp = stamp };
        var count = 0;
        foreach (var member in new TarScanner(file.SafeFileHandle, stamp.Bytes).Read())
        {
            if (++count > MaxMembers)
            {
                index._faults.Add($"it has more than {MaxMembers} members, the maximum that is read");
                break;
            }

            index.Add(member);
        }

        return index;
    }

    public TarMember? Find(string name) => _images.TryGetValue(name, out var member) ? member : null;

    /// <summary>Returns the texts that belong to an image: those with the same name up to the first dot.</summary>
    public IReadOnlyList<TarMember> FindTexts(TarMember image) => _texts.GetValueOrDefault(GetKey(image.Name)) ?? [];

    private void Add(TarMember member)
    {
        var extension = Path.GetExtension(member.Name);
        if (MediaExtensions.Image.Contains(extension))
        {
            if (!_images.ContainsKey(member.Name))
            {
                _order.Add(member.Name);
            }

            _images[member.Name] = member;
        }
        else if (TextExtensions.Contains(extension) && member.Fault is null)
        {
            var key = GetKey(member.Name);
            (_texts.TryGetValue(key, out var list) ? list : _texts[key] = []).Add(member);
        }
        else if (member.Fault is { } fault && !IsIrrelevant(member, extension))
        {
            _faults.Add(member.Name.Length == 0 ? fault : $"'{member.Name}': {fault}");
        }
    }

    /// <summary>Whether a faulty member can be ignored: links and devices with other extensions would not have been read anyway.</summary>
    private static bool IsIrrelevant(TarMember member, string extension) => member.Name.Length > 0 && extension.Length > 0 && !TextExtensions.Contains(extension);

    private static string GetKey(string name)
    {
        var dot = name.IndexOf('.', name.LastIndexOf('/') + 1);
        return dot < 0 ? name : name[..dot];
    }
}
