using System.Collections.Concurrent;
using Reelmill.Media.Fetching;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Items.Tar;
using Reelmill.Pipelines.Runs;
using ItemFailure = Reelmill.Core.Running.ItemFailure;

namespace Reelmill.Pipelines.Index;

/// <summary>
/// Expands archives into their images, and reports the end of each archive to the observer of items: done when all its
/// images have ended, or failed with the error of the first image that failed.
/// </summary>
/// <param name="library">The library's folder.</param>
/// <param name="pipeline">The pipeline's name, which is part of every item's id.</param>
/// <param name="observer">The observer of the run.</param>
internal sealed class ArchiveTracker(string library, string pipeline, RunObserver observer)
{
    private readonly ConcurrentDictionary<string, Archive> _members = new(StringComparer.Ordinal);

    /// <summary>The observer to run with, which also tracks the ends of images.</summary>
    public RunObserver Observer => observer.OnItem is { } onItem ? observer with { OnItem = change => Report(onItem, change) } : observer;

    /// <summary>Replaces archives by their images, in order.</summary>
    public IAsyncEnumerable<MediaInput> Expand(IAsyncEnumerable<MediaInput> inputs) => inputs.SelectMany(
        input => input is { Kind: InputKind.File, Problem: null } && TarArchive.IsArchive(input.Source) ? ExpandArchive(input) : [input]);

    private IEnumerable<MediaInput> ExpandArchive(MediaInput input)
    {
        var archive = new Archive(InputIdentity.GetItemId(library, pipeline, input));
        foreach (var member in TarArchive.ListMembers(input))
        {
            if (observer.OnItem is not null && !archive.Add(InputIdentity.GetItemId(library, pipeline, member), _members))
            {
                // The archive itself has a problem, so it is an item that fails under its own name.
                yield return member;
                yield break;
            }

            yield return member;
        }

        if (observer.OnItem is { } onItem && archive.Complete() is { } end)
        {
            onItem(end);
        }
    }

    private void Report(Action<ItemChange> onItem, ItemChange change)
    {
        onItem(change);
        if (change is not ItemChange.Started && _members.TryRemove(change.Id, out var archive) && archive.End(change) is { } end)
        {
            onItem(end);
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

        /// <summary>Counts a member; false when the member is the archive itself.</summary>
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

        /// <summary>Marks the list of members as complete; returns the archive's end if all of them have ended.</summary>
        public ItemChange? Complete()
        {
            lock (_gate)
            {
                return Close();
            }
        }

        /// <summary>Counts the end of a member; returns the archive's end after the last one.</summary>
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
            { _failure: { } first } => new ItemChange.Failed(id, first with { Message = $"{_failed} of {_members} images of the archive failed, such as: {first.Message}" }),
            _ when _skipped == _members => new ItemChange.Skipped(id, "all its images are indexed already", null),
            _ => new ItemChange.Done(id, null),
        };
    }
}
