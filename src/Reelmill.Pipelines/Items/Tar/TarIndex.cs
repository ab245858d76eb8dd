using Reelmill.Core;
using Reelmill.Core.Files;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items.Tar;

/// <summary>What is in an archive: pictures, the texts that describe them, and what is wrong with it. No member's bytes are held.</summary>
internal sealed class TarIndex
{
    private const int MostMembers = 1_000_000;

    private static readonly HashSet<string> Texts = new(StringComparer.OrdinalIgnoreCase) { ".json", ".txt", ".cls", ".caption" };

    private readonly Dictionary<string, TarMember> _pictures = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly Dictionary<string, List<TarMember>> _texts = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    /// <summary>The archive when it was read.</summary>
    public required FileStamp Stamp { get; init; }

    /// <summary>The pictures in the archive's order, those with a fault included; of several with one name the last counts.</summary>
    public IEnumerable<TarMember> Pictures => _order.Select(name => _pictures[name]);

    /// <summary>What is wrong with the archive itself.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Reads through an archive.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="ItemException"><c>not_found</c>, <c>unreadable</c>, <c>not_media</c>: it cannot be opened.</exception>
    public static TarIndex Of(string archive)
    {
        using var file = LocalFile.OpenRead("Reading the archive", archive, bufferSize: 0);
        var stamp = RegularFile.GetStamp(file.SafeFileHandle);
        var index = new TarIndex { Stamp = stamp };
        var count = 0;
        foreach (var member in new TarScan(file.SafeFileHandle, stamp.Bytes).Read())
        {
            if (++count > MostMembers)
            {
                index._faults.Add($"it has more than {MostMembers} members, the most that are read");
                break;
            }

            index.Add(member);
        }

        return index;
    }

    public TarMember? Find(string name) => _pictures.TryGetValue(name, out var member) ? member : null;

    /// <summary>The texts that belong to a picture: those with its name up to the first dot.</summary>
    public IReadOnlyList<TarMember> TextsOf(TarMember picture) => _texts.GetValueOrDefault(KeyOf(picture.Name)) ?? [];

    private void Add(TarMember member)
    {
        var extension = Path.GetExtension(member.Name);
        if (MediaExtensions.Image.Contains(extension))
        {
            if (!_pictures.ContainsKey(member.Name))
            {
                _order.Add(member.Name);
            }

            _pictures[member.Name] = member;
        }
        else if (Texts.Contains(extension) && member.Fault is null)
        {
            var key = KeyOf(member.Name);
            (_texts.TryGetValue(key, out var list) ? list : _texts[key] = []).Add(member);
        }
        else if (member.Fault is { } fault && !IsUnread(member, extension))
        {
            _faults.Add(member.Name.Length == 0 ? fault : $"'{member.Name}': {fault}");
        }
    }

    /// <summary>Links and devices of other names are nothing that would have been read.</summary>
    private static bool IsUnread(TarMember member, string extension) => member.Name.Length > 0 && extension.Length > 0 && !Texts.Contains(extension);

    private static string KeyOf(string name)
    {
        var dot = name.IndexOf('.', name.LastIndexOf('/') + 1);
        return dot < 0 ? name : name[..dot];
    }
}
