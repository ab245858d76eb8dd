namespace Reelmill.Vision.Duplicates;

/// <summary>
/// Groups equal hashes, in ascending order of hash; the members of a group are input positions in ascending order. A
/// search then visits a hash once, however often it occurs.
/// </summary>
internal sealed class HashGroups
{
    private readonly int[] _members;
    private readonly int[] _starts;

    public HashGroups(ReadOnlySpan<ulong> hashes)
    {
        var sorted = hashes.ToArray();
        _members = new int[sorted.Length];
        for (var i = 0; i < _members.Length; i++)
        {
            _members[i] = i;
        }

        Array.Sort(sorted, _members);
        var starts = new List<int>(sorted.Length + 1);
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1])
            {
                sorted[starts.Count] = sorted[i];
                starts.Add(i);
            }
        }

        Array.Resize(ref sorted, starts.Count);
        starts.Add(_members.Length);
        Distinct = sorted;
        _starts = [.. starts];
        for (var group = 0; group < Distinct.Length; group++)
        {
            // Array.Sort is not stable.
            _members.AsSpan(_starts[group].._starts[group + 1]).Sort();
        }
    }

    public ulong[] Distinct { get; }

    public ReadOnlySpan<int> GetMembers(int group) => _members.AsSpan(_starts[group].._starts[group + 1]);
}
