using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;

namespace Reelmill.Pipelines.Index;

/// <summary>What a user names, as pictures: a library stands for its kept frames, an archive for what is in it.</summary>
internal static class IndexInputs
{
    public static IEnumerable<MediaInput> Of(IEnumerable<MediaInput> inputs)
    {
        foreach (var input in inputs)
        {
            if (input is { Kind: InputKind.File, Problem: null } && TarArchive.IsArchive(input.Source))
            {
                foreach (var member in TarArchive.MembersOf(input))
                {
                    yield return member;
                }
            }
            else
            {
                yield return input;
            }
        }
    }
}
