// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/open_datasets.hpp"

#include "app/session/text.hpp"

#include <algorithm>

namespace netwright::session {

OpenDatasets::OpenDatasets(QObject* parent)
    : QObject(parent)
{
}

void OpenDatasets::update(const std::vector<data::DatasetSpec>& specs, const std::filesystem::path& folder)
{
    const auto isGone = [&](const auto& entry) {
        return std::ranges::find(specs, entry.first, &data::DatasetSpec::name) == specs.end();
    };
    bool hasChanged = std::erase_if(m_entries, isGone) > 0;
    for (const auto& spec : specs) {
        auto [it, isNew] = m_entries.try_emplace(spec.name);
        Entry& entry = it->second;
        if (!isNew && entry.spec == spec && entry.folder == folder)
            continue;
        entry.spec = spec;
        entry.folder = folder;
        open(entry);
        hasChanged = true;
    }
    if (hasChanged)
        emit changed();
}

void OpenDatasets::open(Entry& entry)
{
    const QString name = toQt(entry.spec.name);
    if (!entry.job) {
        entry.job = std::make_unique<Job>();
        connect(entry.job.get(), &Job::progressed, this, [this, name](double fraction, const QString& what) {
            emit progressed(name, fraction, what);
        });
    }
    entry.job->start([spec = entry.spec, folder = entry.folder](
                         const Progress& progress) { return data::Dataset::open(spec, folder, progress); },
                     // The job is the entry's own, so the entry is alive whenever this is called.
                     [this, &entry](Result<std::shared_ptr<const data::Dataset>> opened) {
                         entry.dataset = opened ? *std::move(opened) : nullptr;
                         entry.error = opened ? QString() : toQt(opened.error());
                         emit changed();
                     });
}

std::shared_ptr<const data::Dataset> OpenDatasets::find(const std::string& name) const
{
    const auto it = m_entries.find(name);
    return it == m_entries.end() ? nullptr : it->second.dataset;
}

QString OpenDatasets::error(const std::string& name) const
{
    const auto it = m_entries.find(name);
    return it == m_entries.end() ? QString() : it->second.error;
}

bool OpenDatasets::isOpening(const std::string& name) const
{
    const auto it = m_entries.find(name);
    return it != m_entries.end() && it->second.job->isRunning();
}

} // namespace netwright::session
