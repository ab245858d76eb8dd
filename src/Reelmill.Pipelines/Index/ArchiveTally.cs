using System.Collections.Concurrent;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Items.Tar;
using Reelmill.Pipelines.Runs;
using ItemFailure = Reelmill.Core.Running.ItemFailure;

namespace Reelmill.Pipelines.Index;

/// <summary>
/// Turns what a user names into pictures: an archive stands for what is in it. Who watches single items is told of the
/// archive's end too, when all its pictures have ended: done, or failed with the first of them that did.
/// </summary>
/// <param name="library">The library's folder.</param>
/// <param name="pipeline">The pipeline's name, which is part of every item's id.</param>
/// <param name="observer">Who is told what happens.</param>
internal sealed class ArchiveTally(string library, string pipeline, RunObserver observer)
{
    private readonly ConcurrentDictionary<string, Archive> _members = new(StringComparer.Ordinal);

    /// <summary>The observer of the run.</summary>
    public RunObserver Observer => observer.OnItem is { } told ? observer with { OnItem = change => Tell(told, change) } : observer;

    /// <summary>The pictures, in order.</summary>
    public IAsyncEnumerable<MediaInput> Expand(IAsyncEnumerable<MediaInput> inputs) => inputs.SelectMany(
        input => input is { Kind: InputKind.File, Problem: null } && TarArchive.IsArchive(input.Source) ? Members(input) : [input]);

    private IEnumerable<MediaInput> Members(MediaInput input)
    {
        var archive = new Archive(FrameIdentity.ItemIdOf(library, pipeline, input));
        foreach (var member in TarArchive.MembersOf(input))
        {
            if (observer.OnItem is not null && !archive.Add(FrameIdentity.ItemIdOf(library, pipeline, member), _members))
            {
                // The archive itself has a problem: it is an item that fails in its own name.
                yield return member;
                yield break;
            }

            yield return member;
        }

        if (observer.OnItem is { } told && archive.Complete() is { } end)
        {
            told(end);
        }
    }

    private void Tell(Action<ItemChange> told, ItemChange change)
    {
        told(change);
        if (change is not ItemChange.Started && _members.TryRemove(change.Id, out var archive) && archive.End(change) is { } end)
        {
            told(end);
        }
    }

    private sealed class Archive(string id)
    {
        private readonly Lock _gate = new();
        private int _open = 1;
        private int _members;
        private int _skipped;
        private int _failed;
        private ItemFailure? _failure;

        /// <summary>Counts a member; false when it is the archive itself.</summary>
        public bool Add(string member, ConcurrentDictionary<string, Archive> members)
        {
            if (member == id)
            {
                return false;
            }

            lock (_gate)
            {
                (_open, _members) = (_open + 1, _members + 1);
            }

            members[member] = this;
            return true;
        }

        /// <summary>All members are known; gives the archive's end when they have ended.</summary>
        public ItemChange? Complete()
        {
            lock (_gate)
            {
                return Close();
            }
        }

        /// <summary>A member has ended; gives the archive's end when it was the last.</summary>
        public ItemChange? End(ItemChange member)
        {
            lock (_gate)
            {
                _skipped += member is ItemChange.Skipped ? 1 : 0;
                if (member is ItemChange.Failed { Failure: var failure })
                {
                    (_failed, _failure) = (_failed + 1, _failure ?? failure);
                }

                return Close();
            }
        }

        private ItemChange? Close() => --_open > 0 ? null : this switch
        {
            { _failure: { } first } => new ItemChange.Failed(id, first with { Message = $"{_failed} of {_members} pictures of the archive failed, such as: {first.Message}" }),
            _ when _skipped == _members => new ItemChange.Skipped(id, "all its pictures are indexed already", null),
            _ => new ItemChange.Done(id, null),
        };
    }
}
